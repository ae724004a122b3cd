/**
 * Advisory locks of one Postgres database, each named by two int4. The first number of all of them is ours: the bytes
 * of "nodr".
 */
export const LOCK_SPACE = 0x6e_6f_64_72;

/** Held by each writing transaction, so that there is one at a time, as on SQLite. */
export const WRITER_LOCK = 1;
/** Held for the life of the hub that acts. */
export const HOLDER_LOCK = 2;
/** Shared by the connections of the hub that acts: who holds it next finds and ends what is left of them. */
export const ACTING_LOCK = 3;
