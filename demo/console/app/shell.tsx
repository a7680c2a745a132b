import {
  ActionIcon,
  Anchor,
  AppShell,
  Burger,
  Group,
  NavLink,
  ScrollArea,
  Text,
  Title,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMoon, IconShieldHalf, IconSun } from '@tabler/icons-react';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { menu } from './screens.ts';
import { useViewer } from './viewer.ts';

/** The frame of all screens: menu, colour scheme, and what the host puts beside them. */
export function Shell({ beside }: { beside?: ReactNode }) {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  const viewer = useViewer();
  const isPortal = viewer.role === 'portal';
  return (
    <AppShell
      header={{ height: 56 }}
      {...(!isPortal && { navbar: { width: 216, breakpoint: 'sm', collapsed: { mobile: !opened } } })}
      padding="md"
    >
      <AppShell.Header>
        <Anchor href="#content" className="skip">
          {t('skip')}
        </Anchor>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            {!isPortal && (
              <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('nav.open')} />
            )}
            <IconShieldHalf size={26} stroke={1.6} aria-hidden />
            <Text fw={650} visibleFrom="xs">
              {t('product')}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            {beside}
            <SchemeSwitch />
          </Group>
        </Group>
      </AppShell.Header>
      {!isPortal && (
        <AppShell.Navbar p="xs" aria-label={t('nav.label')}>
          <ScrollArea>
            {menu.map(({ text, entries }) => (
              <div key={text}>
                <Title order={2} size="xs" c="dimmed" tt="uppercase" px="sm" pt="md" pb={4}>
                  {t(`nav.${text}`)}
                </Title>
                {entries
                  .filter(({ offered }) => offered?.(viewer) ?? true)
                  .map(({ to, text: name, icon: Icon }) => (
                    <NavLink
                      key={to}
                      component={Link}
                      to={to}
                      // A screen below another of the menu is not the other one.
                      activeOptions={{ exact: true }}
                      label={t(`nav.${name}`)}
                      leftSection={<Icon size={18} stroke={1.6} />}
                      active={isOpen(pathname, to)}
                      aria-current={isOpen(pathname, to) ? 'page' : undefined}
                      variant="light"
                      style={{ borderRadius: 'var(--mantine-radius-md)' }}
                    />
                  ))}
              </div>
            ))}
          </ScrollArea>
        </AppShell.Navbar>
      )}
      <AppShell.Main id="content" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

/** Whether a screen of the menu, or one below it that the menu does not have, is open. */
function isOpen(pathname: string, to: string): boolean {
  const all = menu.flatMap(({ entries }) => entries.map((entry) => entry.to));
  const longest = all
    .filter((path) => pathname === path || (path !== '/' && pathname.startsWith(`${path}/`)))
    .sort((a, b) => b.length - a.length)[0];
  return longest === to;
}

function SchemeSwitch() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={t(isDark ? 'scheme.toLight' : 'scheme.toDark')}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}
