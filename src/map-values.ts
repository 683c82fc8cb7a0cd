/** The object with each of its values replaced. */
export const mapValues = <Value, Result>(
  object: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Readonly<Record<string, Result>> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
