using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContentHub.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Bulk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "UnfinishedImport",
                table: "Log",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "UnfinishedImport",
                table: "Log");
        }
    }
}
