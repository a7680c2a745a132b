import { Alert, Button, Checkbox, Group, Stack, Stepper, Text, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConnectIntegrationDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import { errorsByField } from '../../parts/user-errors.ts';
import { PlaceFields } from './access-fields.tsx';
import { type AccessForm, connectInputOf, emptyAccess, isPlaced, testInputOf } from './access-form.ts';
import { KeyInput } from './key-input.tsx';
import { TestChecklist } from './test-checklist.tsx';
import { useKeyTest } from './use-key-test.ts';

/** An integration that is connected again: its place is known. */
export interface Resumed {
  id: string;
  name: string;
  endpoint: string;
}

interface ConnectProps {
  opened: boolean;
  resume?: Resumed | null;
  onClose: () => void;
  /** Called once it is connected. */
  onConnected: () => void;
}

/** Connects a GravityZone step by step: where it is, its key, the test as a checklist, and its companies. */
export function ConnectDialog({ opened, resume = null, onClose, onConnected }: ConnectProps) {
  const { t } = useTranslation();
  const title = resume ? t('integrations.wizard.titleAgain', { name: resume.name }) : t('integrations.wizard.title');
  return (
    <Dialog opened={opened} title={title} onClose={onClose} size="xl">
      <ConnectSteps resume={resume} onClose={onClose} onConnected={onConnected} />
    </Dialog>
  );
}

const steps = ['endpoint', 'key', 'test', 'done'] as const;
const [place, key, test, done] = [0, 1, 2, 3];

function ConnectSteps({ resume, onClose, onConnected }: Omit<ConnectProps, 'opened'> & { resume: Resumed | null }) {
  const { t } = useTranslation();
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  const [step, setStep] = useState(resume ? key : place);
  const [form, setForm] = useState<AccessForm>(emptyAccess);
  const [apiKey, setApiKey] = useState('');
  const [reinstalled, setReinstalled] = useState(false);
  const [companies, setCompanies] = useState(0);
  const tested = useKeyTest();
  const connecting = useAction(ConnectIntegrationDocument);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const change = (part: Partial<AccessForm>) => {
    setForm((before) => ({ ...before, ...part }));
    setErrors({});
  };

  const startTest = () => {
    setErrors({});
    setStep(test);
    void tested.start(testInputOf(form, apiKey, resume?.id));
  };
  const connect = async () => {
    const input = { ...connectInputOf(form, apiKey, resume?.id), ...(reinstalled && { reinstalled }) };
    const answer = (await connecting.run({ input }))?.connectBitdefender;
    if (!answer) return;
    if (answer.userErrors.length > 0) {
      setErrors(errorsByField(answer.userErrors));
      return;
    }
    setApiKey('');
    setCompanies(tested.result?.test?.companyCount ?? 0);
    setStep(done);
    onConnected();
  };

  const shown = { ...tested.result?.errors, ...errors };
  const isUsable = tested.result?.test?.ok ?? false;
  return (
    <Stack gap="lg">
      <Stepper
        active={step}
        size="sm"
        iconSize={28}
        allowNextStepsSelect={false}
        onStepClick={(to) => to < step && step !== done && !(resume && to === place) && setStep(to)}
        styles={isNarrow ? { stepBody: { display: 'none' } } : undefined}
      >
        {steps.map((name, index) => (
          <Stepper.Step
            key={name}
            label={t(`integrations.wizard.step.${name}`)}
            aria-label={t('integrations.wizard.stepOf', {
              number: index + 1,
              name: t(`integrations.wizard.step.${name}`),
            })}
          />
        ))}
      </Stepper>
      {isNarrow && <Text fw={600}>{t(`integrations.wizard.step.${steps[step] ?? 'done'}`)}</Text>}
      {step === place && (
        <StepForm
          onNext={() => setStep(key)}
          next={t('integrations.next')}
          disabled={!isPlaced(form)}
          back={{ text: t('integrations.cancel'), go: onClose }}
        >
          <PlaceFields form={form} errors={shown} onChange={change} />
        </StepForm>
      )}
      {step === key && (
        <StepForm
          onNext={startTest}
          next={t('integrations.wizard.test')}
          disabled={apiKey.trim() === ''}
          back={
            resume
              ? { text: t('integrations.cancel'), go: onClose }
              : { text: t('integrations.back'), go: () => setStep(place) }
          }
        >
          {resume && <Text size="sm">{resume.endpoint}</Text>}
          <KeyInput
            label={t('integrations.wizard.key')}
            about={t('integrations.wizard.keyAbout')}
            value={apiKey}
            error={shown.apiKey}
            onChange={(typed) => {
              setApiKey(typed);
              tested.reset();
              setErrors({});
            }}
          />
          {!resume && (
            <TextInput
              label={t('integrations.wizard.name')}
              description={t('integrations.wizard.nameAbout')}
              maxLength={100}
              value={form.name}
              error={shown.name}
              onChange={({ currentTarget }) => change({ name: currentTarget.value })}
            />
          )}
        </StepForm>
      )}
      {step === test && (
        <StepForm
          onNext={() => void (isUsable ? connect() : startTest())}
          next={t(isUsable ? 'integrations.wizard.connect' : 'integrations.wizard.testAgain')}
          busy={tested.busy || connecting.busy}
          back={{ text: t('integrations.back'), go: () => setStep(shown.endpoint && !resume ? place : key) }}
        >
          <TestChecklist result={tested.result} running={tested.busy} />
          <Refusals errors={errors} />
          {errors.reinstalled && (
            <Checkbox
              label={t('integrations.wizard.reinstalled')}
              checked={reinstalled}
              onChange={({ currentTarget }) => setReinstalled(currentTarget.checked)}
            />
          )}
        </StepForm>
      )}
      {step >= done && <Connected companies={companies} resumed={resume !== null} onClose={onClose} />}
    </Stack>
  );
}

function StepForm({
  next,
  onNext,
  disabled = false,
  busy = false,
  back,
  children,
}: {
  next: string;
  onNext: () => void;
  disabled?: boolean;
  busy?: boolean;
  back: { text: string; go: () => void };
  children: React.ReactNode;
}) {
  return (
    <form
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (!disabled && !busy) onNext();
      }}
    >
      <Stack gap="md">
        {children}
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={back.go} disabled={busy}>
            {back.text}
          </Button>
          <Button type="submit" disabled={disabled} loading={busy}>
            {next}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Connected({ companies, resumed, onClose }: { companies: number; resumed: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <Alert color="teal" icon={<IconCircleCheck />} title={t('integrations.wizard.connected')} role="status">
        <Text size="sm">
          {t('integrations.wizard.found', { count: companies })} {resumed && t('integrations.wizard.remembered')}
        </Text>
      </Alert>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t(resumed ? 'integrations.close' : 'integrations.wizard.later')}
        </Button>
        <Button component={Link} to="/settings/bitdefender/mappings" data-autofocus>
          {resumed ? t('integrations.mapThem') : t('integrations.wizard.mapNext', { count: companies })}
        </Button>
      </Group>
    </Stack>
  );
}
