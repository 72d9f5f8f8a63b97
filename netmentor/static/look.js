// Theme and keys of this browser, before anything is drawn
{
  const look = /(?:^|; )look=([a-z.-]+)/.exec(document.cookie)?.[1].split('.') ?? [];
  const { dataset } = document.documentElement;
  if (look.includes('keys-off')) dataset.keys = 'off';
  if (/dark|light/.test(look[0])) [dataset.theme] = look;
}
