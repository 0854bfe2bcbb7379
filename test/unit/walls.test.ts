/** core/walls.ts: walls are told from the ordinary pages of sites that use the same firewall. Pure. */
import { describe, expect, test } from 'vitest';
import { wallOf, type PageSigns } from '../../src/core/walls.ts';

const page: PageSigns = { title: 'Shop', scripts: [], frames: [], marks: [], textLength: 5000 };

describe('walls', () => {
  test.each<[string, Partial<PageSigns>]>([
    ['cloudflare', { marks: ['_cf_chl_opt'] }],
    ['cloudflare', { scripts: ['https://shop.test/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1?ray=1'] }],
    ['datadome', { frames: ['https://geo.captcha-delivery.com/captcha/?initialCid=1'] }],
    ['datadome', { scripts: ['https://ct.captcha-delivery.com/c.js'] }],
    ['perimeterx', { marks: ['px-captcha'] }],
    ['perimeterx', { scripts: ['https://captcha.px-cdn.net/PX1/captcha.js'] }],
    ['akamai', { marks: ['sec-if-cpt-container'] }],
    ['akamai', { marks: ['sec-cpt-if'] }],
    ['aws', { marks: ['gokuProps'], textLength: 20 }],
    ['kasada', { marks: ['KPSDK'], textLength: 0 }],
    [
      'kasada',
      {
        scripts: [
          'https://shop.test/149e9513-01fa-4fb0-aad4-566afd725d1b/2d206a39-8ed7-437e-a3be-862e0f06eea3/ips.js?x=1',
        ],
        textLength: 0,
      },
    ],
    ['imperva', { frames: ['https://shop.test/_Incapsula_Resource?CWUDNSAI=1'], textLength: 0 }],
    ['imperva', { marks: ['_Incapsula_Resource'], textLength: 120 }],
  ])('%s: %j', (id, signs) => {
    expect(wallOf({ ...page, ...signs })?.id).toBe(id);
  });

  test.each<[string, Partial<PageSigns>]>([
    ['Cloudflare’s everyday script', { scripts: ['https://shop.test/cdn-cgi/challenge-platform/scripts/jsd/main.js'] }],
    ['DataDome’s everyday script', { scripts: ['https://js.datadome.co/tags.js'] }],
    ['PerimeterX’s everyday script', { scripts: ['https://client.px-cloud.net/PX1/main.min.js'] }],
    [
      'a full page with Kasada',
      {
        scripts: ['https://shop.test/149e9513-01fa-4fb0-aad4-566afd725d1b/2d206a39-8ed7-437e-a3be-862e0f06eea3/ips.js'],
      },
    ],
    ['a full page with Imperva', { marks: ['_Incapsula_Resource'] }],
    ['a full page that speaks of gokuProps', { marks: ['gokuProps'] }],
    ['an article on walls', { title: 'Just a moment… explained' }],
    ['nothing at all', { textLength: 0 }],
  ])('%s is none', (_name, signs) => {
    expect(wallOf({ ...page, ...signs })).toBeUndefined();
  });
});
