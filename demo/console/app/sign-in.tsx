import { Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { viewerOfToken } from './session.ts';

/** Asks for an access token, where the host has none to give. */
export function SignIn({ onToken }: { onToken: (token: string) => void }) {
  const { t } = useTranslation();
  const [token, setToken] = useState('');
  const [invalid, setInvalid] = useState(false);
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper
        component="form"
        w={420}
        onSubmit={(event) => {
          event.preventDefault();
          if (viewerOfToken(token.trim())) onToken(token.trim());
          else setInvalid(true);
        }}
      >
        <Stack>
          <Title order={1} size="h3">
            {t('signIn.title')}
          </Title>
          <Text size="sm">{t('signIn.text')}</Text>
          <PasswordInput
            label={t('signIn.token')}
            value={token}
            onChange={({ currentTarget }) => setToken(currentTarget.value)}
            error={invalid && t('signIn.invalid')}
            autoComplete="off"
            required
          />
          <Button type="submit">{t('signIn.submit')}</Button>
        </Stack>
      </Paper>
    </Center>
  );
}
