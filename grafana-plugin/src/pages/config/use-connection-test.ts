import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useServices } from '../../app/services-context.ts';
import { parseHubUrl } from '../../app/hub-url.ts';
import { type Asked, type ConnectionReport, connectionReport } from './connection-report.ts';

/** Asks the hub, as it is saved, with each of the two secrets. */
export function useConnectionTest(): UseMutationResult<ConnectionReport, Error, string> {
  const { client } = useServices();
  return useMutation({
    mutationFn: async (hubUrl) => {
      if (parseHubUrl(hubUrl) === null) return connectionReport(hubUrl, null, null);
      const [read, admin] = await Promise.all([outcome(client.whoami()), outcome(client.whoamiAdmin())]);
      return connectionReport(hubUrl, read, admin);
    },
  });
}

async function outcome(asking: Promise<Asked>): Promise<Asked> {
  try {
    return await asking;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
