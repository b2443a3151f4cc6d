// The format of packed states: which bits of which words hold what of a state. Flat, because the store reads it for every
// state and every step; `fieldsOf` is the same for people and for what is compiled from it.

/** Integers of a field: word, shift and mask of its first part; what the field holds; how many further parts it has. */
export const perField = 8;
export const MASK = 2;
/** Where the values of its numbers begin; -1 where it holds the content itself, or where `late` says. */
export const VALUES = 3;
export const PARTS = 4;
/** 1 where it holds numbers of contents. */
export const NUMBERED = 5;
/** Where its further parts begin. */
export const FIRST_PART = 6;

/** Integers of a further part: slot, word, shift, mask, and where its bits stand in what the field holds. */
export const perPart = 5;

/** How states are packed: what is needed to unpack them. Never written again, but for values of numbers that are new. */
export interface Format {
  /** Words a state. */
  readonly words: number;
  readonly fields: Int32Array<ArrayBuffer>;
  /** The further parts of all fields, one after the other. */
  readonly parts: Int32Array<ArrayBuffer>;
  /** Slots of several parts that hold numbers of contents, each with where its values begin. */
  readonly late: Int32Array<ArrayBuffer>;
  /** What numbers of contents stand for. */
  readonly values: Int32Array<ArrayBuffer>;
}

/** A field as a value. */
export interface Field {
  readonly slot: number;
  readonly parts: readonly {
    readonly word: number;
    readonly shift: number;
    readonly mask: number;
    readonly at: number;
  }[];
  /** Where the values of its numbers begin; -1 where it holds the content itself. */
  readonly values: number;
}

/** fieldsOf lists the fields of a format, by slot. */
export function fieldsOf({ fields, parts, late }: Format): Field[] {
  return Array.from({ length: fields.length / perField }, (_, slot) => {
    const [word, shift, mask, values, further, , first] = fields.subarray(slot * perField, (slot + 1) * perField);
    const more = Array.from({ length: further! }, (_, index) => {
      const [, word, shift, mask, at] = parts.subarray(first! + index * perPart, first! + (index + 1) * perPart);
      return { word: word!, shift: shift!, mask: mask!, at: at! };
    });
    const lateAt = late.findIndex((each, index) => index % 2 === 0 && each === slot);
    return {
      slot,
      parts: [{ word: word!, shift: shift!, mask: mask!, at: 0 }, ...more],
      values: lateAt < 0 ? values! : late[lateAt + 1]!,
    };
  });
}
