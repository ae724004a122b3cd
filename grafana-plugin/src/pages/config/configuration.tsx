import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, useStyles2 } from '@grafana/ui';
import { type ReactElement, useState } from 'react';
import { PageSection } from '../../parts/page-section.tsx';
import { configStrings } from '../../strings/config.ts';
import { testIds } from '../../test-ids.ts';
import { ConnectionTest } from './connection-test.tsx';
import { type SavedSettings } from './saved-settings.ts';
import { draftOf, isChanged } from './settings-draft.ts';
import { SettingsForm } from './settings-form.tsx';
import { useConnectionTest } from './use-connection-test.ts';

export function Configuration({ saved }: { saved: SavedSettings }): ReactElement {
  const styles = useStyles2(getStyles);
  const [draft, setDraft] = useState(() => draftOf(saved));
  const test = useConnectionTest();
  return (
    <div className={styles.page}>
      <p>{configStrings.intro}</p>
      {saved.settings.provisioned && (
        <Alert severity="warning" title={configStrings.provisioned} data-testid={testIds.configProvisioned}>
          {configStrings.provisionedText}
        </Alert>
      )}
      <SettingsForm
        saved={saved}
        draft={draft}
        onChange={setDraft}
        onSaved={(hubUrl) => {
          setDraft((before) => ({ ...before, hubUrl, readSecret: '', adminSecret: '' }));
          test.mutate(hubUrl);
        }}
      />
      <PageSection title={configStrings.testTitle}>
        <ConnectionTest
          test={test}
          hubUrl={saved.settings.hubUrl}
          blocked={isChanged(draft, saved) ? configStrings.saveFirst : null}
        />
      </PageSection>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return { page: css({ maxWidth: theme.breakpoints.values.lg, p: { color: theme.colors.text.secondary } }) };
}
