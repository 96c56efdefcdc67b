import { describe, expect, it } from 'vitest';
import { installHint, toolsProblem } from '../../../scripts/relay-build.mjs';

const maven = (java: string, home = '/opt/jdk') =>
  `Apache Maven 3.8.7\nMaven home: /usr/share/maven\nJava version: ${java}, vendor: Debian, runtime: ${home}\nDefault locale: en\n`;
const withCompiler = (path: string) => path === '/opt/jdk/bin/javac';

describe('toolsProblem', () => {
  it.each(['17.0.15', '21', '21.0.2+13'])('is content with Maven on JDK %s', (java) => {
    expect(toolsProblem({ code: 0, output: maven(java) }, withCompiler)).toBeNull();
  });

  it('reads the colours and line ends that Maven prints', () => {
    const output = maven('17.0.15').replace('Apache Maven 3.8.7', '[1mApache Maven 3.8.7[m');
    expect(toolsProblem({ code: 0, output: output.replaceAll('\n', '\r\n') }, withCompiler)).toBeNull();
  });

  it.each([
    ['Maven cannot be started', { code: 127, output: 'spawn mvn ENOENT\n' }, 'Maven is not installed'],
    [
      'Windows does not know the command',
      { code: 1, output: "'mvn' is not recognized as an internal or external command" },
      'Maven is not installed',
    ],
    [
      'Maven finds no Java',
      { code: 1, output: 'The JAVA_HOME environment variable is not defined correctly' },
      'JAVA_HOME is wrong',
    ],
    ['Java is older than 17', { code: 0, output: maven('11.0.22') }, 'Maven uses Java 11.0.22'],
    ['Java is of the old numbering', { code: 0, output: maven('1.8.0_402') }, 'Maven uses Java 1.8.0_402'],
    ['Java has no compiler', { code: 0, output: maven('17.0.15', '/opt/jre') }, 'has no compiler'],
    ['Maven says nothing of Java', { code: 0, output: 'Apache Maven 3.8.7\n' }, 'does not say which Java'],
  ])('says so when %s', (_when, asked, sentence) => {
    expect(toolsProblem(asked, withCompiler)).toContain(sentence);
  });
});

describe('installHint', () => {
  it.each([
    ['linux', 'apt-get install -y openjdk-17-jdk-headless maven'],
    ['darwin', 'brew install openjdk@17 maven'],
    ['win32', 'winget install'],
  ] as const)('names the commands of %s', (platform, command) => {
    expect(installHint(platform)).toContain(command);
  });
});
