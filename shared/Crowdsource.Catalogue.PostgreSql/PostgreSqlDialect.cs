using System.Data.Common;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Crowdsource.Catalogue.PostgreSql;

internal sealed class PostgreSqlDialect : SqlDialect
{
    public override string SelectNow => "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint AS \"Value\"";

    public override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    public override bool IsUniqueViolation(DbException exception) => exception.SqlState == PostgresErrorCodes.UniqueViolation;

    public override bool IsSerializationFailure(DbException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>Whether the server is away, starts, or has thrown its guests out: another try may find it.</summary>
    public static bool IsAway(DbException exception) =>
        exception is NpgsqlException { IsTransient: true }
        || exception.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;

    /// <summary>Text sorts by code points, whatever the database's collation; work without a time of its own comes first.</summary>
    protected override void Configure(ModelBuilder builder)
    {
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if ((property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType) == typeof(string))
            {
                property.SetCollation("C");
            }
        }

        builder.Entity<WorkItem>().HasIndex(item => new { item.Kind, item.NotBefore, item.Id }, "ix_work_open")
            .HasNullSortOrder(NullSortOrder.NullsFirst, NullSortOrder.NullsFirst, NullSortOrder.NullsFirst);
    }
}
