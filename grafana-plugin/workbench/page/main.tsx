import './boot-data.ts';
import * as emotionCss from '@emotion/css';
import { createTheme, EventBusSrv, ThemeContext } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import {
  config,
  LocationServiceProvider,
  locationService,
  setAppEvents,
  setBackendSrv,
  setCurrentUser,
} from '@grafana/runtime';
import { GlobalStyles, PortalContainer } from '@grafana/ui';
import * as react from 'react';
import * as reactDom from 'react-dom';
import { createRoot } from 'react-dom/client';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactRouter from 'react-router';
import { Router } from 'react-router-dom';
import * as rxjs from 'rxjs';
import * as grafanaData from 'workbench-grafana-data';
import * as grafanaRuntime from 'workbench-grafana-runtime';
import * as grafanaUi from 'workbench-grafana-ui';
import { setPluginPage } from 'workbench-plugin-page';
import { type Provided } from './amd-loader.ts';
import { WorkbenchBackendSrv } from './backend-srv.ts';
import { boot, theme as themeName } from './boot-data.ts';
import { WorkbenchPage } from './page-nav.tsx';
import { PluginHost } from './plugin-host.tsx';
import { Shell } from './shell.tsx';

/** What Grafana gives to plugins, see `.config/webpack/externals.ts`; the loader names what is missing here. */
const provided: Provided = {
  react,
  'react-dom': reactDom,
  'react/jsx-runtime': jsxRuntime,
  'react-router': reactRouter,
  rxjs,
  '@emotion/css': emotionCss,
  '@grafana/data': grafanaData as unknown,
  '@grafana/runtime': grafanaRuntime as unknown,
  '@grafana/ui': grafanaUi as unknown,
};

const backend = new WorkbenchBackendSrv();
setBackendSrv(backend);
setAppEvents(new EventBusSrv());
setCurrentUser(config.bootData.user);
setPluginPage(WorkbenchPage);

const theme = createTheme({ colors: { mode: themeName } });
config.theme2 = theme;
const settings = (): Promise<unknown> => backend.get(`/api/plugins/${boot.pluginId}/settings`);

/** The part of history 4, which Grafana uses and which has no types here, that React Router 6 needs. */
interface BrowserHistory extends reactRouter.Navigator {
  location: reactRouter.Location;
  listen: (listener: (location: reactRouter.Location) => void) => () => void;
}

function Workbench(): react.ReactElement {
  const history = locationService.getHistory() as unknown as BrowserHistory;
  const [location, setLocation] = react.useState(history.location);
  react.useEffect(() => history.listen(setLocation), [history]);
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <LocationServiceProvider service={locationService}>
        <Router location={location} navigator={history}>
          <Shell>
            <PluginHost provided={provided} settings={settings} />
          </Shell>
        </Router>
      </LocationServiceProvider>
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

async function start(): Promise<void> {
  await initPluginTranslations('grafana');
  const root = document.getElementById('reactRoot');
  if (!root) throw new Error('the page has no root element');
  createRoot(root).render(<Workbench />);
}

void start();
