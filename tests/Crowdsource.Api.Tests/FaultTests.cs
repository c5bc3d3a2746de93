using Crowdsource.Api.Newsletters;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Protocol.Problems;
using Crowdsource.Storage;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class FaultTests
{
    public static TheoryData<Exception, string> Faults => new()
    {
        { new InsufficientStorageException("disk"), ProblemTypes.InsufficientStorage.Uri },
        { new BlobStoreUnavailableException("address"), ProblemTypes.StoreAway.Uri },
        { new CatalogueUnavailableException("address"), ProblemTypes.StoreAway.Uri },
        { new BlobTooLargeException(1), ProblemTypes.BodyTooLarge.Uri },
        { new CatalogueConflictException("row"), ProblemTypes.Busy.Uri },
        { new TimeoutException(), ProblemTypes.Busy.Uri },
        { new SiloUnavailableException("silo"), ProblemTypes.Busy.Uri },
        { new OrleansException("silo"), ProblemTypes.Busy.Uri },
        { new OrleansException("grain", new CatalogueUnavailableException("address")), ProblemTypes.StoreAway.Uri },
        { new OrleansException("grain", new InvalidOperationException("a secret")), ProblemTypes.Internal.Uri },
        { new InvalidOperationException("a secret"), ProblemTypes.Internal.Uri },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_told_as_a_problem_without_its_details(Exception fault, string type)
    {
        var (problem, detail) = ApiExceptionHandler.Explain(fault);
        problem.Uri.ShouldBe(type);
        (detail ?? "").ShouldNotContain(fault.Message);
    }

    [Fact]
    public void A_newsletter_encodes_whatever_people_wrote()
    {
        const string Nasty = "\"><img src=x onerror=alert(1)>";
        var html = NewsletterPage.Render(
            Nasty, Nasty, DateTimeOffset.UnixEpoch, [(new NewsletterPhoto(Nasty, Nasty, Nasty, BlobDigest.Of([1])), Photos.Jpeg("x"))]);
        html.ShouldNotContain("<img src=x");
        html.ShouldNotContain("\">\"");
        System.Text.RegularExpressions.Regex.Count(html, "<img ").ShouldBe(1);
        html.ShouldContain("1 January 1970");
    }

    [Fact]
    public void A_newsletter_without_photos_says_so() =>
        NewsletterPage.Render("Fruit", "Next", null, []).ShouldContain("No photo is picked yet.");
}
