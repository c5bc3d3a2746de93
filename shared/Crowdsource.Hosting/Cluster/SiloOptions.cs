using System.ComponentModel.DataAnnotations;
using StackExchange.Redis;

namespace Crowdsource.Hosting.Cluster;

/// <summary>How the hosts of grains find each other, and workers them. Configuration section <c>Crowdsource:Cluster</c>.</summary>
public sealed class SiloOptions : IValidatableObject
{
    public const string Section = "Crowdsource:Cluster";

    internal const string OnLocalhost = "Localhost";
    internal const string InRedis = "Redis";

    /// <summary><c>Localhost</c> for one host; <c>Redis</c> for any number.</summary>
    public string Membership { get; set; } = OnLocalhost;

    /// <summary>Where the Redis is, as StackExchange.Redis reads it: <c>redis:6379,password=…,ssl=true</c>. It keeps what it knows (AOF).</summary>
    public string Redis { get; set; } = "";

    /// <summary>Tells installations that share a Redis apart.</summary>
    [Required]
    public string Name { get; set; } = "crowdsource";

    /// <summary>The IP address at which the others reach this host's grains; empty: the first of this machine.</summary>
    public string Address { get; set; } = "";

    /// <summary>For the other hosts of grains; 0: any free one of the loopback, for hosts on one machine.</summary>
    [Range(0, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>For workers; 0 as for <see cref="SiloPort"/>.</summary>
    [Range(0, 65535)]
    public int GatewayPort { get; set; } = 30000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Membership is not (OnLocalhost or InRedis))
        {
            yield return new ValidationResult($"{Section}:{nameof(Membership)} must be {OnLocalhost} or {InRedis}.");
        }

        if (Membership == InRedis && !IsRedis(Redis))
        {
            yield return new ValidationResult($"{Section}:{nameof(Redis)} must name a host, such as redis:6379, with password=… where it asks for one.");
        }

        if (Address.Length > 0 && !System.Net.IPAddress.TryParse(Address, out _))
        {
            yield return new ValidationResult($"{Section}:{nameof(Address)} must be an IP address.");
        }
    }

    private static bool IsRedis(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
