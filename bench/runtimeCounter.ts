// The component whose calls the benchmarks of the runtime count and time.

export class Counter {
  static readonly formats: readonly string[] = ['total'];
  total = 0;

  add(amount: number): number {
    this.total += amount;
    return this.total;
  }

  async addLater(amount: number): Promise<number> {
    this.total += amount;
    return this.total;
  }

  exportState(): number {
    return this.total;
  }

  importState(total: number): void {
    this.total = total;
  }
}
