import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** An API key as it is typed or pasted. Whoever keeps it lets go of it once it was sent. */
export function KeyInput({
  label,
  about,
  value,
  error,
  onChange,
}: {
  label: string;
  about?: string;
  value: string;
  error?: string | undefined;
  onChange: (key: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={label}
      description={about}
      value={value}
      error={error}
      maxLength={500}
      autoComplete="off"
      spellCheck={false}
      data-autofocus
      data-1p-ignore
      visibilityToggleButtonProps={{
        'aria-label': t('integrations.wizard.showKey'),
        'aria-hidden': false,
        tabIndex: 0,
      }}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
