using Crowdsource.Domain.Newsletters;
using Crowdsource.Domain.Submissions;

namespace Crowdsource.Contracts.Grains;

/// <summary>A campaign's newsletter. Key: the campaign's id.</summary>
[Alias("newsletter-grain")]
public interface INewsletterGrain : IGrainWithStringKey
{
    /// <summary>Picks a photo for the next issue. Answers null, or why not: <c>not-accepted</c>, <c>no-consent</c>, <c>not-licensed</c>, <c>already-published</c>, <c>newsletter-full</c>.</summary>
    [Alias("pick")]
    Task<string?> Pick(SubmissionId submission);

    /// <summary>Takes a photo out of the next issue; nothing happens when it is not in it.</summary>
    [Alias("unpick")]
    Task Unpick(SubmissionId submission);

    /// <summary>The photos picked for the next issue.</summary>
    [Alias("get")]
    Task<NewsletterState> Get();

    /// <summary>Publishes what is picked and may still be shown; null when that is nothing.</summary>
    [Alias("publish")]
    Task<IssueEntry?> Publish(string title);
}
