import { describeRelay } from '../../relay-link/conformance/describe-relay.ts';
import { makeCrowdRelayUnderTest } from '../../virtual-phone/relay/crowd-relay-under-test.ts';

describeRelay('the crowd relay', makeCrowdRelayUnderTest);
