"""What the company writes down about its customers: the CRM system, with its errors."""
