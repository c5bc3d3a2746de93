using Crowdsource.Catalogue;
using Crowdsource.Contracts.Telemetry;
using Crowdsource.Domain.Releases;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Releases;

internal static class ReceiptLedger
{
    /// <summary>Adds the receipt, or answers the one that stands under its id already. Append-only, so no grain stands in front.</summary>
    public static async Task<ReceiptEntry?> TakeDown(this ICatalogue catalogue, ReceiptEntry receipt, CancellationToken cancellationToken)
    {
        var before = await catalogue.Write(
            async (db, token) =>
            {
                var known = await db.Set<ReceiptEntry>().AsNoTracking().FirstOrDefaultAsync(entry => entry.Id == receipt.Id, token);
                if (known is null)
                {
                    db.Add(receipt);
                    await db.SaveChangesAsync(token);
                }

                return known;
            },
            cancellationToken);
        if (before is null)
        {
            Measures.Receipts.Add(1, Measures.Of(Measures.Kind, receipt.Kind));
        }

        return before;
    }
}
