// fib_bench (test/trust/published/straightLines.ts) under loom: two threads add each other's variable to their own, and who
// started them looks at both in the end.
//   peer-loom N    prints how many executions it went through, as JSON

use loom::sync::atomic::{AtomicU32, Ordering::SeqCst};
use loom::sync::Arc;
use loom::thread;
use std::sync::atomic::AtomicUsize;

static EXECUTIONS: AtomicUsize = AtomicUsize::new(0);

fn add(mine: &AtomicU32, other: &AtomicU32, times: u32) {
    for _ in 0..times {
        let sum = mine.load(SeqCst) + other.load(SeqCst);
        mine.store(sum, SeqCst);
    }
}

fn fibonacci(number: u32) -> u32 {
    (1..number).fold((1, 1), |(one, other), _| (other, one + other)).0
}

fn main() {
    let times: u32 = std::env::args().nth(1).expect("N").parse().expect("a number");
    let mut builder = loom::model::Builder::new();
    builder.max_branches = 100_000;
    builder.check(move || {
        EXECUTIONS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let both = Arc::new((AtomicU32::new(1), AtomicU32::new(1)));
        let (one, other) = (both.clone(), both.clone());
        let threads = [thread::spawn(move || add(&one.0, &one.1, times)), thread::spawn(move || add(&other.1, &other.0, times))];
        for thread in threads {
            thread.join().unwrap();
        }
        assert!(both.0.load(SeqCst).max(both.1.load(SeqCst)) <= fibonacci(2 * times + 2));
    });
    println!("{{\"executions\":{}}}", EXECUTIONS.load(std::sync::atomic::Ordering::Relaxed));
}
