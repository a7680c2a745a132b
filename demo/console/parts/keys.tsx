import { Button, Group, Kbd, Popover, Stack, Text } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';

/** The keys of a list. Each text is the keys, a colon, and what they do. */
export function Keys({ title, texts }: { title: string; texts: readonly string[] }) {
  return (
    <Popover withArrow>
      <Popover.Target>
        <Button variant="default" size="xs" visibleFrom="sm" leftSection={<IconKeyboard size={14} />}>
          {title}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={4}>
          {texts.map((text) => (
            <Group key={text} gap={6} wrap="nowrap">
              <Kbd>{text.split(':')[0]}</Kbd>
              <Text size="sm">{text.split(':').slice(1).join(':')}</Text>
            </Group>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
