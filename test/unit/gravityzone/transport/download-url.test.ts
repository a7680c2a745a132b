import { describe, expect, it } from 'vitest';
import { downloadUrl } from '../../../../src/gravityzone/transport/download-url.js';

const endpoint = 'https://gz.example.com:8443/api';
const path = 'v1.0/http/downloadReportZip?reportId=1';

describe('download links', () => {
  it('accepts a link below the endpoint', () => {
    expect(downloadUrl(endpoint, `${endpoint}/${path}`).href).toBe(`${endpoint}/${path}`);
  });

  it.each([
    'https://gz.example.com.evil.test:8443/api/x',
    'https://gz.example.com/api/x',
    'https://gz.example.com:8444/api/x',
    'http://gz.example.com:8443/api/x',
    'https://key:@gz.example.com:8443/api/x',
    'https://gz.example.com:8443@evil.test/api/x',
    'https://gz.example.com:8443/other/x',
    'https://gz.example.com:8443/api/../other',
    'https://gz.example.com:8443/api/%2e%2e/other',
    '//evil.test/api/x',
    '/api/x',
    'not a link',
    '',
  ])('refuses %j', (link) => {
    expect(() => downloadUrl(endpoint, link)).toThrow(expect.objectContaining({ code: 'FOREIGN_LINK' }));
  });
});
