// Chunks are fetched from where module.js came from: a sub-path, a CDN or the workbench.
import amdModule from 'amd-module';

__webpack_public_path__ =
  amdModule && amdModule.uri
    ? amdModule.uri.slice(0, amdModule.uri.lastIndexOf('/') + 1)
    : 'public/plugins/noderr-hub-app/';
