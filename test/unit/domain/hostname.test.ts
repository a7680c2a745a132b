import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '../../../src/domain/fold.js';
import { hostKey, hostName, netbiosKey } from '../../../src/domain/hostname.js';

describe('hostKey', () => {
  it.each([
    ['case', 'WIN-ABC123', null, 'win-abc123'],
    ['surrounding space', '  pc-7\t', null, 'pc-7'],
    ['domain', 'WIN-ABC123.local', null, 'win-abc123'],
    ['trailing dot', 'pc-7.', null, 'pc-7'],
    ['domain and trailing dot', 'pc-7.corp.example.', null, 'pc-7'],
    ['duplicate suffix', 'PC-7-005056B1EF97', null, 'pc-7'],
    ['duplicate suffix before a domain', 'pc-7-005056b1ef97.corp', null, 'pc-7'],
    ['eleven hex digits are part of the name', 'pc-7-005056b1ef9', null, 'pc-7-005056b1ef9'],
    ['a name that is only a suffix', '-005056b1ef97', null, '-005056b1ef97'],
    ['fqdn before name', 'OLD', 'new.corp.local', 'new'],
    ['fqdn longer than the NetBIOS name', 'COLDSTORAGE-01-', 'coldstorage-01-in-prod.corp', 'coldstorage-01-in-prod'],
    ['fqdn undefined', 'PC-7', 'undefined', 'pc-7'],
    ['fqdn empty', 'PC-7', '', 'pc-7'],
    ['fqdn null, in letters', 'PC-7', 'null', 'pc-7'],
    ['two duplicate suffixes', 'PC-7-005056B1EF97-005056B1EF98', null, 'pc-7'],
    ['space before a duplicate suffix', 'PC-7 -005056B1EF97', null, 'pc-7'],
    ['space before a dot', 'pc-7 .corp', null, 'pc-7'],
    ['an ideographic full stop', 'pc-7。corp', null, 'pc-7'],
    ['fqdn localhost', 'PC-7', 'localhost.localdomain', 'pc-7'],
    ['fqdn an address', 'PC-7', '10.0.0.7', 'pc-7'],
    ['name an address', '10.0.0.7', null, '10.0.0.7'],
    ['a number is no address', '123', null, '123'],
    ['underscore and space', 'My_Own PC', null, 'my_own pc'],
    ['Unicode', 'BÜCHER', null, 'bücher'],
    ['Unicode, decomposed', 'BU\u0308CHER', null, 'bücher'],
    ['punycode', 'xn--bcher-kva', null, 'bücher'],
    ['punycode in upper case', 'XN--BCHER-KVA.corp', null, 'bücher'],
    ['broken punycode is kept', 'xn--invalid-', null, 'xn--invalid-'],
    ['the dotted capital I of Turkish', 'İSTANBUL-PC', null, 'istanbul-pc'],
    ['the dotless small i of Turkish', 'ıstanbul-pc', null, 'istanbul-pc'],
    ['the dotted capital I, decomposed', 'I\u0307STANBUL-PC', null, 'istanbul-pc'],
    ['the dotted i in Punycode', 'xn--istanbul-pc-4lg', null, 'istanbul-pc'],
    ['a typographic apostrophe', 'Anna\u2019s PC', null, "anna's pc"],
    ['a plain apostrophe', "ANNA'S PC", null, "anna's pc"],
    ['an opening quote', 'Anna\u2018s PC', null, "anna's pc"],
    ['a no-break space', "Anna's\u00a0PC", null, "anna's pc"],
    ['a no-break hyphen', 'PC\u20117', null, 'pc-7'],
    ['an en dash', 'PC\u20137', null, 'pc-7'],
    ['a zero-width space', 'PC\u200b-7', null, 'pc-7'],
    ['a soft hyphen and a mark of direction', 'PC\u00ad-7\u200e', null, 'pc-7'],
    ['full width', 'ＰＣ－７', null, 'pc-7'],
    ['a duplicate suffix after a no-break hyphen', 'PC-7\u2011005056B1EF97', null, 'pc-7'],
    ['sharp s', 'STRAßE', null, 'strasse'],
    ['capital sharp s', 'STRAẞE.corp', null, 'strasse'],
    ['a final sigma', 'ΟΔΟΣ', null, 'οδοσ'],
    ['a sigma that only its context makes final', 'οδος-1', null, 'οδοσ-1'],
    ['accents are letters of their own', 'CAFÉ', null, 'café'],
    ['nothing', ' ', null, ''],
    ['only invisible characters', '\u200b\u00ad', null, ''],
    ['only dots', '..', 'undefined', ''],
  ])('%s', (_, name, fqdn, key) => {
    expect(hostKey(name, fqdn)).toBe(key);
  });

  it('returns an empty key for missing values', () => {
    expect(hostKey(null, undefined)).toBe('');
  });

  it('returns a key unchanged', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({
        unit: fc.constantFrom(
          'x',
          'n',
          '-',
          '-',
          'a',
          'É',
          '.',
          '0',
          ' ',
          '－',
          '１',
          '\u0308',
          'İ',
          'ı',
          '\u0307',
          'ß',
          '’',
          'Σ',
        ),
        maxLength: 30,
      }),
      fc
        .tuple(fc.domain(), fc.constantFrom('', '.', '-005056b1ef97', '-005056b1ef97-005056b1ef98'))
        .map((p) => p.join('')),
    );
    fc.assert(
      fc.property(odd, (name) => {
        const key = hostKey(name);
        expect(hostKey(key)).toBe(key);
      }),
      { numRuns: 2000 },
    );
  }, 60_000);

  it('ignores case, domain, trailing dot and duplicate suffix', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,14}$/);
    fc.assert(
      fc.property(label, fc.constantFrom('', '.', '.local', '.corp.example.'), fc.boolean(), (name, domain, suffix) => {
        expect(hostKey(`${name}${suffix ? '-0123456789AB' : ''}${domain}`.toUpperCase())).toBe(name);
      }),
    );
  });

  it('only lowers the case of ASCII, as before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 30 }), (text) => {
        expect(foldText(text)).toBe(text.toLowerCase());
      }),
    );
  });

  it('gives the upper, lower and compatible forms of a name the same key', () => {
    const unit = fc.constantFrom(..."abiszİıIßẞΣςσéÉññ-’‘'", '\u00a0', '\u2011');
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 12 }), (name) => {
        const key = hostKey(name);
        for (const form of [name.toUpperCase(), name.toLowerCase(), name.normalize('NFD'), name.normalize('NFKC')])
          expect(hostKey(form)).toBe(key);
      }),
    );
  });

  it('gives Punycode and Unicode the same key', () => {
    const label = fc.string({ unit: fc.constantFrom(...'aäöüßéçñжиあ漢'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(label, (name) => {
        expect(hostKey(domainToASCII(name))).toBe(hostKey(name));
      }),
    );
  });
});

describe('hostName', () => {
  it('keeps domain and duplicate suffix in hostName', () => {
    expect(hostName(' PC-7-005056B1EF97.Corp.Example. ')).toBe('pc-7-005056b1ef97.corp.example');
    expect(hostName('pc-7 . corp')).toBe('pc-7.corp');
  });
});

describe('netbiosKey', () => {
  it('keeps fifteen characters of a key', () => {
    expect(netbiosKey('coldstorage-01-in-prod')).toBe('coldstorage-01-');
    expect(netbiosKey('short')).toBe('short');
    expect(netbiosKey('𐐨234567890123456')).toBe('𐐨23456789012345');
  });
});
