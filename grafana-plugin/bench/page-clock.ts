import { type Page } from 'playwright';

interface ClockWindow {
  /** When the first frame with the wanted element was drawn, by the page's own clock. */
  paintedAt?: Promise<number>;
}

/** Before navigation: notes the frame in which the selector first matches. */
export async function clockPaint(page: Page, selector: string): Promise<void> {
  await page.addInitScript((wanted) => {
    performance.setResourceTimingBufferSize(10_000);
    (window as ClockWindow).paintedAt = new Promise((done) => {
      const look = (): void => {
        if (document.querySelector(wanted) === null) requestAnimationFrame(look);
        // The next frame begins when this one has been drawn.
        else
          requestAnimationFrame(() => {
            done(performance.now());
          });
      };
      requestAnimationFrame(look);
    });
  }, selector);
}

/** Milliseconds from the navigation, and from the request of the plugin's module (0 where it was not asked for). */
export async function sinceNavigation(page: Page): Promise<{ fromModule: number; fromNavigation: number }> {
  return page.evaluate(async () => {
    const at = (await (window as ClockWindow).paintedAt) ?? Number.NaN;
    const module = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/module.js'));
    return { fromModule: at - (module?.startTime ?? at), fromNavigation: at };
  });
}

/** The page's clock when a text other than `before` was drawn; milliseconds. */
export function paintAfter(page: Page, selector: string, before: string): Promise<number> {
  return page.evaluate(
    ([wanted, old]) =>
      new Promise<number>((done) => {
        const look = (): void => {
          const text = document.querySelector<HTMLElement>(wanted)?.innerText;
          if (text === undefined || text === old) requestAnimationFrame(look);
          else
            requestAnimationFrame(() => {
              done(performance.now());
            });
        };
        requestAnimationFrame(look);
      }),
    [selector, before] as const,
  );
}

/** Milliseconds from the last request of an address, before the given moment, until then. */
export function sinceRequest(page: Page, path: string, until: number): Promise<number> {
  return page.evaluate(
    ([wanted, end]) => {
      const asked = performance
        .getEntriesByType('resource')
        .filter(({ name, startTime }) => new URL(name).pathname.endsWith(wanted) && startTime < end)
        .at(-1);
      if (!asked) throw new Error(`${wanted} was not asked for`);
      return end - asked.startTime;
    },
    [path, until] as const,
  );
}
