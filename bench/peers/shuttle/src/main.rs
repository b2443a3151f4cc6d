// fib_bench (test/trust/published/straightLines.ts) under Shuttle: random schedules.
//   peer-shuttle N SCHEDULES    prints how many it ran, as JSON

use shuttle::sync::atomic::{AtomicU32, Ordering::SeqCst};
use shuttle::sync::Arc;
use shuttle::thread;

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
    let numbers: Vec<usize> = std::env::args().skip(1).map(|text| text.parse().expect("a number")).collect();
    let (times, schedules) = (numbers[0] as u32, numbers[1]);
    shuttle::check_random(
        move || {
            let both = Arc::new((AtomicU32::new(1), AtomicU32::new(1)));
            let (one, other) = (both.clone(), both.clone());
            let threads = [thread::spawn(move || add(&one.0, &one.1, times)), thread::spawn(move || add(&other.1, &other.0, times))];
            for thread in threads {
                thread.join().unwrap();
            }
            assert!(both.0.load(SeqCst).max(both.1.load(SeqCst)) <= fibonacci(2 * times + 2));
        },
        schedules,
    );
    println!("{{\"executions\":{schedules}}}");
}
