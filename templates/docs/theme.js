// Before anything is drawn: the theme chosen last time. A page opened from disk may not be allowed to remember.
try {
  document.documentElement.style.colorScheme = localStorage.getItem("theme") ?? "";
} catch {}
