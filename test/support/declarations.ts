// A setup file of the unit tests. Where Node runs TypeScript itself, vitest takes the import of a declaration for one of its
// own and looks for `nixsmith` in vain. In the tests' own process jiti loads declarations on every Node, then; how Node does it
// is shown by tests that run the built program.
Object.defineProperty(process.features, "typescript", { value: false, configurable: true });
