// A component with state: how many of each item are in the cart. The second version keeps totals besides; the third writes its
// items in lower case. They agree on formats: 'items' is a list of pairs, 'byReference' the very Map.

export class CartV1 {
  static formats = ['byReference', 'items'];
  #items = new Map();

  async add(item, count) {
    // Something else happens in between: a price is looked up, a line is logged.
    await new Promise((resolve) => setImmediate(resolve));
    this.#items.set(item, (this.#items.get(item) ?? 0) + count);
  }

  async total() {
    return [...this.#items.values()].reduce((sum, count) => sum + count, 0);
  }

  exportState(format) {
    return format === 'byReference' ? this.#items : [...this.#items];
  }

  importState(state, format) {
    this.#items = format === 'byReference' ? state : new Map(state);
  }
}

export class CartV2 {
  static formats = ['items'];
  #counts = new Map();
  #total = 0;

  async add(item, count) {
    await new Promise((resolve) => setImmediate(resolve));
    this.#counts.set(item, (this.#counts.get(item) ?? 0) + count);
    this.#total += count;
  }

  async total() {
    return this.#total;
  }

  exportState() {
    return [...this.#counts];
  }

  importState(items) {
    this.#counts = new Map(items);
    this.#total = items.reduce((sum, [, count]) => sum + count, 0);
  }
}
