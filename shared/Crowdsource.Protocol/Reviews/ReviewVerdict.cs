namespace Crowdsource.Protocol.Reviews;

public enum ReviewVerdict
{
    Accept = 1,
    Reject = 2,
}
