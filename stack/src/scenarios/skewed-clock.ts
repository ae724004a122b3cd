/** Loaded before a program (`node --import`): its wall clock is off by NODERR_SKEW_MS milliseconds. */
const skewMs = Number(process.env.NODERR_SKEW_MS ?? 0);
const TrueDate = Date;

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, args: ConstructorParameters<typeof Date> | []) =>
    args.length === 0 ? new target(target.now() + skewMs) : new target(...args),
  apply: (target) => new target(target.now() + skewMs).toString(),
  get: (target, property, receiver) =>
    property === 'now' ? () => target.now() + skewMs : (Reflect.get(target, property, receiver) as unknown),
});
