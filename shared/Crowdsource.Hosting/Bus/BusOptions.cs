using System.ComponentModel.DataAnnotations;

namespace Crowdsource.Hosting.Bus;

/// <summary>What tells workers of new work. Configuration section <c>Crowdsource:Bus</c>.</summary>
public sealed class BusOptions : IValidatableObject
{
    public const string Section = "Crowdsource:Bus";

    internal const string InMemory = "InMemory";
    internal const string OverRabbitMq = "RabbitMq";

    /// <summary><c>InMemory</c> for one host; <c>RabbitMq</c> for any number.</summary>
    public string Transport { get; set; } = InMemory;

    /// <summary>Used when <see cref="Transport"/> says so.</summary>
    public RabbitMqOptions RabbitMq { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Transport switch
    {
        InMemory => [],
        OverRabbitMq => RabbitMq.Complaints().Select(wrong => new ValidationResult($"{Section}:{nameof(RabbitMq)}:{wrong.Option} {wrong.Complaint}.")),
        _ => [new ValidationResult($"{Section}:{nameof(Transport)} must be {InMemory} or {OverRabbitMq}.")],
    };
}
