/** Puts the focus where a screen begins: on its open tab, or on its heading where it has none. */
export function focusScreen(): void {
  const screen = document.getElementById('screen');
  const start = screen?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"], h1') ?? screen;
  start?.focus({ preventScroll: true });
}
