// What the translation of a Quint specification extends and TLC does not have: of Apalache's two modules the operators that are
// functions of their arguments, as its manual describes them. One that guesses has no definition here: TLC then says which it was.

/** By the name of the file. */
export const apalacheModules: Readonly<Record<string, string>> = Object.freeze({
  'Apalache.tla': `---- MODULE Apalache ----
EXTENDS Integers, Sequences, FiniteSets

x := e == x = e

Skolem(e) == e
Expand(S) == S
ConstCardinality(e) == e

SetAsFun(S) == [key \\in {pair[1] : pair \\in S} |-> (CHOOSE pair \\in S : pair[1] = key)[2]]

MkSeq(n, F(_)) == [i \\in 1..n |-> F(i)]

FunAsSeq(f, n, most) == [i \\in 1..n |-> f[i]]

ApaFoldSet(F(_, _), start, S) ==
  LET RECURSIVE Folded(_, _)
      Folded(value, left) ==
        IF left = {} THEN value
        ELSE LET one == CHOOSE each \\in left : TRUE
             IN Folded(F(value, one), left \\ {one})
  IN Folded(start, S)

ApaFoldSeqLeft(F(_, _), start, s) ==
  LET RECURSIVE Folded(_, _)
      Folded(value, i) == IF i > Len(s) THEN value ELSE Folded(F(value, s[i]), i + 1)
  IN Folded(start, 1)
====
`,
  'Variants.tla': `---- MODULE Variants ----
UNIT == "U_OF_UNIT"

Variant(tag, value) == [tag |-> tag, value |-> value]
VariantTag(variant) == variant.tag
VariantGetUnsafe(tag, variant) == variant.value
VariantGetOrElse(tag, variant, other) == IF variant.tag = tag THEN variant.value ELSE other
VariantFilter(tag, S) == {variant.value : variant \\in {each \\in S : each.tag = tag}}
====
`,
});
