import { Alert } from '@grafana/ui';
import { type ReactElement } from 'react';
import { AppServices } from '../../app/app-services.tsx';
import { LiveSection } from '../../parts/live-section.tsx';
import { mayChangeSettings } from '../../runtime.ts';
import { configStrings } from '../../strings/config.ts';
import { testIds } from '../../test-ids.ts';
import { Configuration } from './configuration.tsx';
import { useSavedSettings } from './use-settings.ts';

/** The app's tab in Grafana's plugin catalogue: where the hub is, the two secrets, and whether all of it works. */
export function ConfigPage(): ReactElement {
  return (
    <AppServices>
      <div data-testid={testIds.page('config')}>
        {mayChangeSettings() ? <SavedConfiguration /> : <Alert severity="info" title={configStrings.notAdmin} />}
      </div>
    </AppServices>
  );
}

function SavedConfiguration(): ReactElement {
  const saved = useSavedSettings();
  return (
    <LiveSection query={saved} skeleton={[320]}>
      {(settings) => <Configuration saved={settings} />}
    </LiveSection>
  );
}
