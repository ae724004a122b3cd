/** Enough of AMD to load one built plugin: `define(deps, factory)` with every dependency at hand. */
export type Provided = Readonly<Record<string, unknown>>;

interface AmdWindow {
  define?: ((deps: readonly string[], factory: (...args: unknown[]) => unknown) => void) & { amd?: object };
}

export async function loadAmdModule(url: string, provided: Provided): Promise<unknown> {
  const target = window as AmdWindow;
  let result: { exports: unknown } | { missing: string } | undefined;

  const define = (deps: readonly string[], factory: (...args: unknown[]) => unknown): void => {
    const known: Provided = { ...provided, module: { uri: url } };
    const missing = deps.find((name) => !(name in known));
    result = missing === undefined ? { exports: factory(...deps.map((name) => known[name])) } : { missing };
  };
  define.amd = {};
  target.define = define;

  await new Promise<void>((done, failed) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => {
      done();
    };
    script.onerror = () => {
      failed(new Error(`${url} could not be loaded. Was the plugin built? npm run build -w grafana-plugin`));
    };
    document.head.append(script);
  });
  if (!result) throw new Error(`${url} defined no module`);
  if ('missing' in result) throw new Error(`${url} wants ${result.missing}, which the workbench does not provide`);
  return result.exports;
}
