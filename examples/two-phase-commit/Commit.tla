------------------------------- MODULE Commit -------------------------------
\* Two-phase commit: the coordinator decides commit only when every participant is prepared, and decides once. A crash of the
\* coordinator is not seen here: what it has decided is durable, and what it has not decided it may still decide.
CONSTANT Participants
VARIABLES state, decision
vars == <<state, decision>>

Init == /\ state = [p \in Participants |-> "working"]
        /\ decision = "none"

Prepare(p) == /\ state[p] = "working"
              /\ state' = [state EXCEPT ![p] = "prepared"]
              /\ UNCHANGED decision

Commit == /\ decision = "none"
          /\ \A p \in Participants : state[p] = "prepared"
          /\ decision' = "commit"
          /\ UNCHANGED state

Abort == /\ decision = "none"
         /\ decision' = "abort"
         /\ UNCHANGED state

Learn(p) == /\ decision # "none"
            /\ state[p] \in {"working", "prepared"}
            /\ state' = [state EXCEPT ![p] = IF decision = "commit" THEN "committed" ELSE "aborted"]
            /\ UNCHANGED decision

Next == \/ Commit
        \/ Abort
        \/ \E p \in Participants : Prepare(p) \/ Learn(p)

Spec == Init /\ [][Next]_vars

Agreement == \A p, q \in Participants : ~(state[p] = "committed" /\ state[q] = "aborted")
=============================================================================
