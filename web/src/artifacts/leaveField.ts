/** Removes the focus from a field of an artifact, because a typed value becomes an edit on blur. */
export function leaveField(within = '.artifact'): void {
  const field = document.activeElement;
  if (field instanceof HTMLElement && field.closest(within)) field.blur();
}
