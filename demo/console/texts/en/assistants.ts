export const assistants = {
  title: 'Ask in words',
  about:
    'Connect an assistant that speaks the Model Context Protocol (MCP). It asks the graph in your name, and only reads.',
  copy: 'Copy: {{name}}',
  copied: '{{name}}: copied',
  http: {
    title: 'Over HTTP',
    about: 'For assistants that connect to an address. Put your access token in the place of the capitals.',
    address: 'Address',
    header: 'Header',
  },
  command: {
    title: 'As a command',
    about:
      'For assistants that start a command on your machine, such as editors. Put your values in the place of the capitals.',
    settings: 'Settings of the assistant',
  },
  safe: {
    title: 'What it may do',
    yours: 'It sees what you may see, of your MSP alone: your role decides, with every single request.',
    reads: 'There is no tool that changes anything, here or in GravityZone.',
    token:
      'Your token is sent with each request and kept nowhere here. When it expires or is refused, so is the assistant.',
    texts:
      'Host names, file paths and titles in its answers come from machines and other people. Read what an assistant proposes to do because of them.',
    provider: 'What it reads goes to whoever runs the assistant. Ask your MSP which assistants you may use.',
  },
  tools: {
    title_one: '{{count}} tool for you',
    title_other: '{{count}} tools for you',
    about: 'As the assistant is offered them with your token.',
    search: 'Find a tool',
    list: 'Tools',
    none: 'No such tool',
  },
} as const;
