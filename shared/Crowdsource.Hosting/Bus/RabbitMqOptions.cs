namespace Crowdsource.Hosting.Bus;

/// <summary>Where a RabbitMQ is, and what it knows us by.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>Such as <c>amqp://rabbitmq:5672/crowdsource</c>, or <c>amqps://</c> for TLS; the path is the virtual host.</summary>
    public Uri? Address { get; set; }

    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>What is missing or wrong, each with the name of the option; empty when all is well.</summary>
    public IEnumerable<(string Option, string Complaint)> Complaints()
    {
        if (Address is not { IsAbsoluteUri: true, Scheme: "amqp" or "amqps", UserInfo: "" })
        {
            yield return (nameof(Address), "must be amqp:// or amqps:// with a host; the user has settings of its own");
        }

        foreach (var (option, value) in new[] { (nameof(User), User), (nameof(Password), Password) })
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                yield return (option, "must be given");
            }
        }
    }
}
