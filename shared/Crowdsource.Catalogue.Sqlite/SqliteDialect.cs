using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Crowdsource.Catalogue.Sqlite;

internal sealed class SqliteDialect : SqlDialect
{
    private const int ConstraintUnique = 2067;
    private const int ConstraintPrimaryKey = 1555;

    public override string SelectNow => "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) * 1000 AS \"Value\"";

    public override bool IsUniqueViolation(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: ConstraintUnique or ConstraintPrimaryKey };
}
