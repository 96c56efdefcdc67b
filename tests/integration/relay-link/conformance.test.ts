import { describeRelay } from '../../relay-link/conformance/describe-relay.ts';
import { makeLoadRelayUnderTest } from '../../virtual-phone/relay/load-relay-under-test.ts';

describeRelay('the load relay', makeLoadRelayUnderTest);
