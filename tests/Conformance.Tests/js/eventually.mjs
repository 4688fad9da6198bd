// Waits until the condition holds; the caller's deadline ends it.
export async function eventually(condition) {
  while (!(await condition())) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
