// Before the first paint, so that a chosen theme does not flash. Kept apart because the page allows no inline script.
try {
  const chosen = localStorage.getItem('onbehalf.theme');
  if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is switched off: the system's theme applies.
}
