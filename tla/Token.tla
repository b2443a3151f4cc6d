-------------------------------- MODULE Token --------------------------------
(***************************************************************************)
(* The token that circulates between processors for deferred destruction,  *)
(* as in K42's released code; in the manner of the specifications of       *)
(* termination detection on a ring (EWD840, EWD998).                       *)
(*                                                                         *)
(* An object that is destroyed may still be known to threads that are      *)
(* active, on any processor. The token visits one processor after the      *)
(* other; it is held until every thread that was active there when it came *)
(* has ended. Each time that it comes to the first processor, a round is   *)
(* over. An object that was destroyed before a round began is freed when   *)
(* it ends; and the reference, by which threads name it, is used anew one  *)
(* round later still.                                                      *)
(*                                                                         *)
(* Processors join the ring and leave it. A round that was running when    *)
(* one joined does not count: the token may have been past its place       *)
(* already. (K42: the count of rounds "stutters".)                         *)
(*                                                                         *)
(* A thread that begins finds the reference in what names the object,      *)
(* until that is cleaned up when the object is freed. From the reference   *)
(* it comes to the object, unless that was destroyed, and may stay with it *)
(* until it ends. A reference that is used anew leads to another object.   *)
(* Threads hand nothing on; but who starts a processor gives its first     *)
(* thread what it has itself.                                              *)
(*                                                                         *)
(* Left out: how a processor finds out that threads have ended (two        *)
(* generations: HotSwap), local entries, objects that only one processor   *)
(* knows, which need no token, and more than one object.                   *)
(***************************************************************************)

EXTENDS Naturals, FiniteSets

CONSTANTS
  Processors,  \* 0 is the first, which never leaves
  Threads,
  Home,        \* of each thread: the processor that it runs on
  Joining,     \* processors that are outside at first
  Lives        \* how often each thread begins

VARIABLES
  ring,        \* the processors in the ring
  token,       \* where the token is
  held,        \* the threads that it waits for there
  lives,       \* how often each thread may begin still
  holds,       \* of each thread: "gone", or what it has: "nothing", "reference" or "object"
  object,      \* "known", "destroyed", "counting", "freed", "recycled"
  stutters     \* whether the running round does not count

vars == <<ring, token, held, lives, holds, object, stutters>>

First == 0
ActiveOn(p) == {t \in Threads : Home[t] = p /\ holds[t] # "gone"}

Init ==
  /\ ring = Processors \ Joining
  /\ token = First
  /\ held = {}
  /\ lives = [t \in Threads |-> Lives]
  /\ holds = [t \in Threads |-> "gone"]
  /\ object = "known"
  /\ stutters = FALSE

-----------------------------------------------------------------------------
(***************************************************************************)
(* THREADS are short-lived.                                                *)
(***************************************************************************)
Named == object \in {"known", "destroyed", "counting"}

begin(t) ==
  /\ lives[t] > 0
  /\ holds[t] = "gone"
  /\ Home[t] \in ring
  /\ lives' = [lives EXCEPT ![t] = @ - 1]
  /\ holds' = [holds EXCEPT ![t] = IF Named THEN "reference" ELSE "nothing"]
  /\ UNCHANGED <<ring, token, held, object, stutters>>

reach(t) ==
  /\ holds[t] = "reference"
  /\ object = "known"
  /\ holds' = [holds EXCEPT ![t] = "object"]
  /\ UNCHANGED <<ring, token, held, lives, object, stutters>>

end(t) ==
  /\ holds[t] # "gone"
  /\ holds' = [holds EXCEPT ![t] = "gone"]
  /\ held' = held \ {t}
  /\ UNCHANGED <<ring, token, lives, object, stutters>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* THE TOKEN                                                               *)
(***************************************************************************)
destroy ==
  /\ object = "known"
  /\ object' = "destroyed"
  /\ UNCHANGED <<ring, token, held, lives, holds, stutters>>

Next1(p) == IF \E q \in ring : q > p
            THEN CHOOSE q \in ring : q > p /\ \A r \in ring : r > p => q <= r
            ELSE First

(***************************************************************************)
(* What the end of a round means: what was destroyed before it began is    *)
(* freed; what was freed then, nobody can name any more.                   *)
(***************************************************************************)
AfterRound ==
  CASE object = "destroyed" -> "counting"
    [] object = "counting" -> "freed"
    [] object = "freed" -> "recycled"
    [] OTHER -> object

pass ==
  /\ held = {}
  /\ token' = Next1(token)
  /\ held' = ActiveOn(token')
  /\ object' = IF token' = First /\ ~stutters THEN AfterRound ELSE object
  /\ stutters' = IF token' = First THEN FALSE ELSE stutters
  /\ UNCHANGED <<ring, lives, holds>>

(***************************************************************************)
(* A processor is started by a thread that is active, whose place the      *)
(* token may have been to already. One that leaves has no threads any      *)
(* more, and not the token.                                                *)
(***************************************************************************)
join(p, t, u) ==
  /\ p \in Joining \ ring
  /\ holds[t] # "gone"
  /\ Home[u] = p
  /\ holds[u] = "gone"
  /\ lives[u] > 0
  /\ ring' = ring \cup {p}
  /\ lives' = [lives EXCEPT ![u] = @ - 1]
  /\ holds' = [holds EXCEPT ![u] = holds[t]]
  /\ stutters' = TRUE
  /\ UNCHANGED <<token, held, object>>

leave(p) ==
  /\ p \in Joining \cap ring
  /\ token # p
  /\ ActiveOn(p) = {}
  /\ ring' = ring \ {p}
  /\ UNCHANGED <<token, held, lives, holds, object, stutters>>

Next ==
  \/ \E t \in Threads : begin(t)
  \/ \E t \in Threads : reach(t)
  \/ \E t \in Threads : end(t)
  \/ destroy
  \/ pass
  \/ \E p \in Processors : leave(p)
  \/ \E p \in Processors : \E t \in Threads : \E u \in Threads : join(p, t, u)

Spec == Init /\ [][Next]_vars

FairSpec ==
  /\ Init
  /\ [][Next]_vars
  /\ \A t \in Threads : WF_vars(end(t))
  /\ WF_vars(pass)

-----------------------------------------------------------------------------
(***************************************************************************)
(* WHAT HOLDS                                                              *)
(***************************************************************************)
TypeOK ==
  /\ T1:: ring \subseteq Processors
  /\ T2:: token \in ring
  /\ T3:: held \subseteq Threads
  /\ T4:: \A t \in Threads : holds[t] \in {"gone", "nothing", "reference", "object"}
  /\ T5:: object \in {"known", "destroyed", "counting", "freed", "recycled"}

(***************************************************************************)
(* P3: nobody is at an object that was freed; and nobody names by a        *)
(* reference that is used anew what it named before.                       *)
(***************************************************************************)
NoUseAfterFree == object \in {"freed", "recycled"} => \A t \in Threads : holds[t] # "object"
NoStaleReference == object = "recycled" => \A t \in Threads : holds[t] # "reference"

(***************************************************************************)
(* L4: what was destroyed is freed, and its reference used anew.           *)
(***************************************************************************)
EverythingFreed == []<>(object \in {"known", "recycled"})
=============================================================================
