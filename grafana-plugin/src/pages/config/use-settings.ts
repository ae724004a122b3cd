import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type AppSettingsBody, readAppSettings, saveAppSettings } from '../../runtime.ts';
import { parseSavedSettings, type SavedSettings } from './saved-settings.ts';

const KEY = ['app-settings'];

export function useSavedSettings(): UseQueryResult<SavedSettings> {
  return useQuery({
    queryKey: KEY,
    queryFn: async () => parseSavedSettings(await readAppSettings()),
    // What is being typed must not be overtaken by what somebody else saved.
    refetchOnWindowFocus: false,
  });
}

/** Ends when the saved settings have been read again. */
export function useSaveSettings(): UseMutationResult<void, Error, AppSettingsBody> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: saveAppSettings,
    // The body holds secrets.
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}
