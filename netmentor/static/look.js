// How pages look in this browser. It stands in the head, so that nothing is drawn before it ran.
{
  const look = (/(?:^|; )look=([a-z.-]+)/.exec(document.cookie) ?? [''])[1]?.split('.') ?? [];
  const page = document.documentElement;
  for (const theme of ['light', 'dark']) if (look.includes(theme)) page.dataset.theme = theme;
  if (look.includes('keys-off')) page.dataset.keys = 'off';
}
