import { Alert, Button } from '@grafana/ui';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement } from 'react';
import { useServices } from '../../app/services-context.ts';
import { auditStrings } from '../../strings/audit.ts';
import { testIds } from '../../test-ids.ts';
import { saveText } from './save-text.ts';

/** The whole log, oldest first, as a file. */
export function ExportButton(): ReactElement {
  const { client, clock } = useServices();
  const download = useMutation({
    mutationFn: () => client.auditExport(),
    // The file is with the browser: nothing of it is kept here.
    gcTime: 0,
    onSuccess: (text) => {
      const day = new Date(clock.now()).toISOString().slice(0, 10);
      saveText(text, auditStrings.fileName(day), 'application/x-ndjson');
    },
  });
  return (
    <>
      <Button
        size="sm"
        variant="secondary"
        icon={download.isPending ? 'spinner' : 'download-alt'}
        disabled={download.isPending}
        data-testid={testIds.auditExport}
        onClick={() => {
          download.mutate();
        }}
      >
        {download.isPending ? auditStrings.exporting : auditStrings.export}
      </Button>
      {download.error && (
        <Alert severity="error" title={auditStrings.exportFailed} onRemove={download.reset}>
          {download.error.message}
        </Alert>
      )}
    </>
  );
}
