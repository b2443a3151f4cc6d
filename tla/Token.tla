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
(* over, which is seen to before anybody is waited for. An object that was *)
(* destroyed before a round began is freed when it ends; and the           *)
(* reference, by which threads name it, is used anew one round later       *)
(* still.                                                                  *)
(*                                                                         *)
(* Processors join the ring and leave it. A round that was running when    *)
(* one joined does not count: the token may have been past its place       *)
(* already. (K42: the count of rounds "stutters".) One that leaves does so *)
(* while the token is there, and passes it on.                             *)
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
  visit,       \* how far it is there: "arrived", "ending" (a round that counts), "ended", "holding"
  held,        \* the threads that it waits for there
  lives,       \* how often each thread may begin still
  holds,       \* of each thread: "gone", or what it has: "nothing", "reference" or "object"
  object,      \* "known", "destroyed", "counting", "freed", "recycled"
  stutters,    \* whether the running round does not count
  starting     \* the threads that have started a processor, and have not yet said so

vars == <<ring, token, visit, held, lives, holds, object, stutters, starting>>

First == 0
ActiveOn(p) == {t \in Threads : Home[t] = p /\ holds[t] # "gone"}

Init ==
  /\ ring = Processors \ Joining
  /\ token = First
  /\ visit = "arrived"
  /\ held = {}
  /\ lives = [t \in Threads |-> Lives]
  /\ holds = [t \in Threads |-> "gone"]
  /\ object = "known"
  /\ stutters = FALSE
  /\ starting = {}

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
  /\ UNCHANGED <<ring, token, visit, held, object, stutters, starting>>

reach(t) ==
  /\ holds[t] = "reference"
  /\ object = "known"
  /\ holds' = [holds EXCEPT ![t] = "object"]
  /\ UNCHANGED <<ring, token, visit, held, lives, object, stutters, starting>>

end(t) ==
  /\ holds[t] # "gone"
  /\ t \notin starting
  /\ holds' = [holds EXCEPT ![t] = "gone"]
  /\ held' = held \ {t}
  /\ UNCHANGED <<ring, token, visit, lives, object, stutters, starting>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* THE TOKEN                                                               *)
(***************************************************************************)
destroy ==
  /\ object = "known"
  /\ object' = "destroyed"
  /\ UNCHANGED <<ring, token, visit, held, lives, holds, stutters, starting>>

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

(***************************************************************************)
(* On the first processor the end of a round is seen to first: whether it  *)
(* counts, and then what it means. Others may do something in between; but *)
(* whoever is waited for is waited for from then on.                       *)
(***************************************************************************)
look ==
  /\ token = First
  /\ visit = "arrived"
  /\ visit' = IF stutters THEN "ended" ELSE "ending"
  /\ stutters' = FALSE
  /\ UNCHANGED <<ring, token, held, lives, holds, object, starting>>

endRound ==
  /\ visit = "ending"
  /\ visit' = "ended"
  /\ object' = AfterRound
  /\ UNCHANGED <<ring, token, held, lives, holds, stutters, starting>>

hold ==
  /\ visit = (IF token = First THEN "ended" ELSE "arrived")
  /\ visit' = "holding"
  /\ held' = ActiveOn(token)
  /\ UNCHANGED <<ring, token, lives, holds, object, stutters, starting>>

pass ==
  /\ visit = "holding"
  /\ held = {}
  /\ visit' = "arrived"
  /\ token' = Next1(token)
  /\ UNCHANGED <<ring, held, lives, holds, object, stutters, starting>>

(***************************************************************************)
(* A processor is started by a thread that is active, whose place the      *)
(* token may have been to already: once the processor is in the ring, its  *)
(* starter says that the round does not count. One that leaves has no      *)
(* threads any more.                                                       *)
(***************************************************************************)
join(p, t, u) ==
  /\ p \in Joining \ ring
  /\ holds[t] # "gone"
  /\ t \notin starting
  /\ Home[u] = p
  /\ holds[u] = "gone"
  /\ lives[u] > 0
  /\ ring' = ring \cup {p}
  /\ lives' = [lives EXCEPT ![u] = @ - 1]
  /\ holds' = [holds EXCEPT ![u] = holds[t]]
  /\ starting' = starting \cup {t}
  /\ UNCHANGED <<token, visit, held, object, stutters>>

stutter(t) ==
  /\ t \in starting
  /\ starting' = starting \ {t}
  /\ stutters' = TRUE
  /\ UNCHANGED <<ring, token, visit, held, lives, holds, object>>

leave(p) ==
  /\ p \in Joining \cap ring
  /\ token = p
  /\ visit = "holding"
  /\ ActiveOn(p) = {}
  /\ ring' = ring \ {p}
  /\ UNCHANGED <<token, visit, held, lives, holds, object, stutters, starting>>

Next ==
  \/ \E t \in Threads : begin(t)
  \/ \E t \in Threads : reach(t)
  \/ \E t \in Threads : end(t)
  \/ destroy
  \/ look
  \/ endRound
  \/ hold
  \/ pass
  \/ \E p \in Processors : \E t \in Threads : \E u \in Threads : join(p, t, u)
  \/ \E t \in Threads : stutter(t)
  \/ \E p \in Processors : leave(p)

Spec == Init /\ [][Next]_vars

FairSpec ==
  /\ Init
  /\ [][Next]_vars
  /\ \A t \in Threads : WF_vars(end(t))
  /\ \A t \in Threads : WF_vars(stutter(t))
  /\ WF_vars(look)
  /\ WF_vars(endRound)
  /\ WF_vars(hold)
  /\ WF_vars(pass)

-----------------------------------------------------------------------------
(***************************************************************************)
(* WHAT HOLDS                                                              *)
(***************************************************************************)
TypeOK ==
  /\ T1:: ring \subseteq Processors
  /\ T2:: token \in ring \/ (token \in Joining /\ visit = "holding" /\ held = {})
  /\ T3:: held \subseteq Threads
  /\ T4:: \A t \in Threads : holds[t] \in {"gone", "nothing", "reference", "object"}
  /\ T5:: object \in {"known", "destroyed", "counting", "freed", "recycled"}
  /\ T6:: visit \in {"arrived", "ending", "ended", "holding"}
  /\ T7:: starting \subseteq Threads

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
