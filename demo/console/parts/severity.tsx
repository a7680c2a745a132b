import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Severity, severities } from './severities.ts';

export { type Severity, severities };

/** Colours of severities, the same in badges and charts; never the only sign of one. */
export const severityColors: Readonly<Record<Severity, string>> = {
  CRITICAL: 'red.9',
  HIGH: 'orange.6',
  MEDIUM: 'yellow.4',
  LOW: '#0b7a5b',
  UNKNOWN: 'gray.7',
};

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { t } = useTranslation();
  return (
    <Badge color={severityColors[severity]} variant="filled" radius="sm" autoContrast>
      {t(`severity.${severity}`)}
    </Badge>
  );
}
