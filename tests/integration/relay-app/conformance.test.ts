import { describeRelay } from '../../relay-link/conformance/describe-relay.ts';
import { makeRelayAppUnderTest } from '../../virtual-phone/fidelity/relay-app-under-test.ts';

describeRelay('the relay app', makeRelayAppUnderTest);
