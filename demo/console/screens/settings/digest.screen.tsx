import { Box, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DigestPageDocument } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { ScreenHead, ScreenState } from '../../parts/state.tsx';
import { DigestForm } from './digest-form.tsx';
import { DigestPreview } from './digest-preview.tsx';
import { TeamDigests } from './team-digests.tsx';

/** Settings -> Weekly digest: switched on by each person for itself and by administrators for teams, with what it would say now. */
export default function DigestScreen() {
  const { t } = useTranslation();
  const { may } = useViewer();
  const screen = useScreen(DigestPageDocument, {});
  return (
    <Box maw={900}>
      <ScreenHead title={t('digest.title')} about={t('digest.about')} />
      <ScreenState screen={screen}>
        {({ bitdefenderDigest: digest, bitdefenderDigestPreview: preview }) => (
          <Stack gap="lg">
            {digest && <DigestForm digest={digest} onChanged={screen.refresh} />}
            {may.administer && <TeamDigests />}
            {preview && <DigestPreview preview={preview} />}
          </Stack>
        )}
      </ScreenState>
    </Box>
  );
}
