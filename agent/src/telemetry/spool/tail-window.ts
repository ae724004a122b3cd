/** The window is kept in this many pieces: it holds one request's worth, or up to a piece less. */
const PIECES = 16;

/** Where the newest records begin that fit one request together; the memory of it does not grow with the spool. */
export interface TailWindow {
  /** Position of the first of them. */
  readonly start: number;
  /** A record was appended: `share` = its part of a full request. */
  push(position: number, share: number): void;
}

export function createTailWindow(end: number): TailWindow {
  const pieces: { position: number; share: number }[] = [];
  return {
    get start() {
      return pieces[0]?.position ?? end;
    },
    push(position, share) {
      const last = pieces.at(-1);
      if (last && last.share + share <= 1 / PIECES) last.share += share;
      else pieces.push({ position, share });
      let total = pieces.reduce((sum, piece) => sum + piece.share, 0);
      while (pieces.length > 1 && total > 1) total -= pieces.shift()?.share ?? 0;
    },
  };
}
