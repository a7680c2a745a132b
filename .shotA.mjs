import { AxeBuilder } from '@axe-core/playwright';
import chromiumPack from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

// node .shotA.mjs prefix role scheme WxH[f] path[#js steps]...
const base = process.env.BASE ?? 'http://127.0.0.1:4610';
const [prefix, who, scheme, size, ...paths] = process.argv.slice(2);
const full = size.endsWith('f');
const [width, height] = size.replace('f', '').split('x').map(Number);
const browser = await chromium.launch({
  executablePath: await chromiumPack.executablePath(),
  args: chromiumPack.args,
  headless: true,
});
const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
const [role, clientId = null] = who.split(':');
await context.addInitScript((identity) => sessionStorage.setItem('demo-identity', JSON.stringify(identity)), {
  role,
  clientId,
});
const page = await context.newPage();
let requests = 0;
page.on('request', (r) => {
  if (r.url().endsWith('/graphql') && r.method() === 'POST') requests += 1;
});
page.on(
  'console',
  (m) => ['error', 'warning'].includes(m.type()) && console.log('console', m.type(), m.text().slice(0, 400)),
);
page.on('pageerror', (e) => console.log('pageerror', e.message.slice(0, 600)));
for (const each of paths) {
  const [path, js] = each.split('@@');
  const t = Date.now();
  requests = 0;
  await page.goto(base + path, { waitUntil: 'load' });
  await page.waitForTimeout(Number(process.env.WAIT ?? 1800));
  const first = requests;
  if (js) await new (Object.getPrototypeOf(async () => {}).constructor)('page', js)(page);
  const file = `${prefix}-${path.replace(/[^a-z0-9]+/gi, '_').slice(0, 60) || 'home'}.png`;
  if (full) {
    // The shell scrolls the window; grow it.
    const h = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.min(h, 3400) });
    await page.waitForTimeout(300);
  }
  await page.screenshot({ path: file });
  await page.setViewportSize({ width, height });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  console.log(file, Date.now() - t, page.url(), 'requests', first, over > 0 ? `WIDER by ${over}` : '');
  if (process.env.AXE) {
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    for (const v of violations)
      console.log(
        'AXE',
        v.id,
        v.nodes.length,
        v.nodes
          .slice(0, 4)
          .map((n) => `${n.target.join(' ')} ${n.html.slice(0, 160)} ${n.any[0]?.message?.slice(0, 160) ?? ''}`)
          .join('\n    '),
      );
  }
}
await browser.close();
